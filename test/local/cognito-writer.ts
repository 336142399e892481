import { openCognito } from '../../src/local-cloud/cognito/index.ts';

/** Adds users until it is killed and prints each name once it is saved; cognito-data-file.test.ts kills it. */
const [dataFile = null, round = ''] = process.argv.slice(2);

async function write(): Promise<never> {
  const cognito = await openCognito({
    dataFile,
    region: 'eu-west-1',
    userPoolId: 'eu-west-1_Local1',
    clientId: 'local-client',
  });
  for (let count = 0; ; count++) {
    const names = [1, 2, 3, 4].map((each) => `user-${round}-${count}-${each}`);
    await Promise.all(
      names.map(async (username) => {
        await cognito.putUser({ username, email: `${username}@example.com`, password: 'Correct-horse-1' });
        process.stdout.write(`${username}\n`);
      }),
    );
  }
}

void write();
