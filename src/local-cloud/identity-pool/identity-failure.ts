/** The names of errors, as in the API reference of Amazon Cognito identity pools. */
type FailureName =
  | 'InvalidIdentityPoolConfigurationException'
  | 'InvalidParameterException'
  | 'NotAuthorizedException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException';

/** A refusal of an identity pool. */
export class IdentityFailure extends Error {
  constructor(name: FailureName, message: string) {
    super(message);
    this.name = name;
  }
}
