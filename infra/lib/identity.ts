import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolEmail,
  type UserPoolClient,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import { domainOf } from './mail-domain.ts';
import { isProtected, removalPolicyOf } from './removal-policy.ts';
import type { HostedSignIn, Mail, Stage } from './stage.ts';

/** The functions that Cognito calls for the pool of the tenants' users. */
export interface Triggers {
  /** Writes the tenant and the roles of a membership into tokens. */
  readonly preToken: IFunction;
  /** Lets only invited users sign up. */
  readonly preSignUp: IFunction;
  /** Makes an invited user a member once they have proved their address. */
  readonly postConfirmation: IFunction;
}

const PASSWORDS = {
  minLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireDigits: true,
  requireSymbols: true,
};

/** The groups that decide what an operator may do (src/platform/operator). */
const OPERATOR_ROLES = ['ADMIN', 'BILLING', 'SUPPORT'];

/**
 * The lifetimes of tokens. Access tokens are short-lived. The gate looks up every five seconds what they cannot know.
 */
const LIFETIMES = {
  accessTokenValidity: Duration.minutes(60),
  idTokenValidity: Duration.minutes(60),
  refreshTokenValidity: Duration.days(30),
};

/** The user pools: one for the tenants' users, one for operators. */
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
      ...protectionOf(stage),
      ...(stage.mail ? { email: sender(stage.mail) } : {}),
      deletionProtection: isProtected(stage),
      removalPolicy: removalPolicyOf(stage),
    };
    this.users = new UserPool(this, 'Users', {
      ...shared,
      // The pre-sign-up trigger lets only invited users sign up.
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
    if (stage.hostedSignIn) this.#addPage(stage.hostedSignIn);
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

  /** Adds the page of Cognito's managed login. Without a branding Cognito would show nothing at its address. */
  #addPage({ domainPrefix, branding }: HostedSignIn): void {
    this.users.addDomain('SignIn', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.users.userPoolId,
      clientId: this.userClient.userPoolClientId,
      ...(branding === null ? { useCognitoProvidedValues: true } : { settings: branding }),
    });
  }

  /** Connects the triggers. They are made after the pool, because some need its id. */
  trigger({ preToken, preSignUp, postConfirmation }: Triggers): void {
    this.users.addTrigger(UserPoolOperation.PRE_SIGN_UP, preSignUp);
    this.users.addTrigger(UserPoolOperation.POST_CONFIRMATION, postConfirmation);
    this.users.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, preToken, LambdaVersion.V2_0);
  }
}

/** Returns the plan of a pool. Threat protection is a part of the plan Plus. */
function protectionOf({ featurePlan }: Stage) {
  return featurePlan === 'PLUS'
    ? {
        featurePlan: FeaturePlan.PLUS,
        standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      }
    : { featurePlan: FeaturePlan.ESSENTIALS };
}

/** Returns Amazon SES as the sender. It is in the template, because a change of the pool resets what is set by hand. */
function sender({ from, name }: Mail): UserPoolEmail {
  return UserPoolEmail.withSES({
    fromEmail: from,
    sesVerifiedDomain: domainOf(from),
    ...(name === null ? {} : { fromName: name }),
  });
}

/** Returns the sign-in on a page of Cognito: by code and PKCE, never by a token in an address. */
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
 * Returns the attributes that a user may write. They are always listed, because CDK and Cognito open all that are not.
 * The tenant is no attribute: the pre-token trigger writes it into the token.
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
