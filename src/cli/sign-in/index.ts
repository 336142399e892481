export { OUTPUTS, awsPool, readOutputs, stagePool, type Outputs } from './deployed.ts';
export { localPool, readPage, seededPassword } from './local-pool.ts';
export { nobody, openPerson, type Person } from './person.ts';
export { setUpAuthenticator } from './second-factor.ts';
export { signIn, type Pool } from './sign-in.ts';
