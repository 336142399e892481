import type {
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
} from 'aws-lambda';

/** A trigger as Lambda calls it. It returns its event with a response. */
export type Trigger<Event> = (event: Event) => Promise<Event>;

/** The triggers of the pool. Without a pre-sign-up trigger no user can sign up. */
export interface Triggers {
  readonly preTokenGeneration?: Trigger<PreTokenGenerationV2TriggerEvent>;
  readonly preSignUp?: Trigger<PreSignUpTriggerEvent>;
  readonly postConfirmation?: Trigger<PostConfirmationTriggerEvent>;
}

/** The trigger sources of a sign-in's first tokens. */
export type FirstTokens = 'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge';
export type TriggerSource = FirstTokens | 'TokenGeneration_RefreshTokens';
