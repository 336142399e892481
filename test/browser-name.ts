/**
 * Node 21 and later have a `navigator` without an `appName`. The SRP of amazon-cognito-identity-js and of aws-amplify
 * takes that for an ancient browser and multiplies ten times slower; every browser of today says "Netscape".
 */
if (typeof navigator !== 'undefined' && !('appName' in navigator)) {
  Object.defineProperty(navigator, 'appName', { value: 'Netscape' });
}
