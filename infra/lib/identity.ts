import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import type { HostedSignIn, Stage } from './stage.ts';

/** The functions that Cognito calls for the pool of the tenants' users. */
export interface Triggers {
  /** Writes the tenant and the roles of a membership into tokens. */
  readonly preToken: IFunction;
  /** Lets those sign up who were invited. */
  readonly preSignUp: IFunction;
  /** Makes a member of whoever was invited and has proved their address. */
  readonly postConfirmation: IFunction;
}

const PASSWORDS = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
};

/** The groups that say what an operator may do (src/platform/operator). */
const OPERATOR_ROLES = ['ADMIN', 'BILLING', 'SUPPORT'];

/** How long tokens live: short for access, since what a token cannot tell is looked up every five seconds anyway. */
const LIFETIMES = {
  accessTokenValidity: Duration.minutes(60),
  idTokenValidity: Duration.minutes(60),
  refreshTokenValidity: Duration.days(30),
};

/** Who can sign in: the tenants' users in one pool, those who run the platform in another. */
export class Identity extends Construct {
  readonly users: UserPool;
  readonly userClient: UserPoolClient;
  readonly operators: UserPool;
  readonly operatorClient: UserPoolClient;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'Identity');
    const shared = {
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      autoVerify: { email: true },
      signInCaseSensitive: false,
      passwordPolicy: PASSWORDS,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: stage.keep,
      removalPolicy: stage.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    this.users = new UserPool(this, 'Users', {
      ...shared,
      // The pre-sign-up trigger lets those in who were invited, and nobody else.
      selfSignUpEnabled: true,
      signInAliases: { username: true, email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
    });
    this.userClient = this.users.addClient('Web', {
      ...client(new ClientAttributes().withStandardAttributes({ email: true, fullname: true })),
      authFlows: { userSrp: true },
      ...(stage.hostedSignIn ? hosted(stage.hostedSignIn) : {}),
    });
    if (stage.hostedSignIn)
      this.users.addDomain('SignIn', {
        cognitoDomain: { domainPrefix: stage.hostedSignIn.domainPrefix },
      });
    this.operators = new UserPool(this, 'Operators', {
      ...shared,
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      standardAttributes: { email: { required: true, mutable: true } },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
    });
    for (const [precedence, role] of OPERATOR_ROLES.entries())
      this.operators.addGroup(role, { groupName: role, precedence });
    this.operatorClient = this.operators.addClient('Console', {
      ...client(new ClientAttributes().withStandardAttributes({ fullname: true })),
      authFlows: { userSrp: true },
    });
  }

  /** Connects the triggers: they are made after the pool, whose id some of them need. */
  trigger({ preToken, preSignUp, postConfirmation }: Triggers): void {
    this.users.addTrigger(UserPoolOperation.PRE_SIGN_UP, preSignUp);
    this.users.addTrigger(UserPoolOperation.POST_CONFIRMATION, postConfirmation);
    this.users.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, preToken, LambdaVersion.V2_0);
  }
}

/** Sign-in on a page of Cognito's: by code and PKCE, never by a token in an address. */
function hosted({ callbackUrls }: HostedSignIn) {
  return {
    disableOAuth: false,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
      callbackUrls: [...callbackUrls],
      logoutUrls: [...callbackUrls],
    },
  };
}

/**
 * Which attributes a user may write is always spelled out: what CDK and Cognito leave open when it is absent, a user
 * could write. The tenant is no attribute at all: the pre-token trigger writes it into the token.
 */
function client(written: ClientAttributes) {
  return {
    ...LIFETIMES,
    generateSecret: false,
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    disableOAuth: true,
    readAttributes: new ClientAttributes().withStandardAttributes({
      email: true,
      emailVerified: true,
      fullname: true,
    }),
    writeAttributes: written,
  };
}
