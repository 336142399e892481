export { amplifyOutputs, type Addresses, type AmplifyOutputs } from './amplify-outputs.ts';
export { introspect } from './introspect.ts';
