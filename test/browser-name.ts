/**
 * Defines `navigator.appName`, which Node 21 and later lack. Without it, the SRP of amazon-cognito-identity-js and
 * aws-amplify assumes an old browser and multiplies ten times slower. Every current browser has "Netscape".
 */
if (typeof navigator !== 'undefined' && !('appName' in navigator)) {
  Object.defineProperty(navigator, 'appName', { value: 'Netscape' });
}
