import type {
  PostConfirmationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
} from 'aws-lambda';

/** A trigger as Lambda calls it: it gets an event and gives it back with a response. */
export type Trigger<Event> = (event: Event) => Promise<Event>;

/** The triggers of the pool. Without a pre-sign-up trigger nobody signs up. */
export interface Triggers {
  readonly preTokenGeneration?: Trigger<PreTokenGenerationV2TriggerEvent>;
  readonly preSignUp?: Trigger<PreSignUpTriggerEvent>;
  readonly postConfirmation?: Trigger<PostConfirmationTriggerEvent>;
}

/** The sources of a sign-in's first tokens. */
export type FirstTokens = 'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge';
export type TriggerSource = FirstTokens | 'TokenGeneration_RefreshTokens';
