import { groups } from './groups.ts';
import type { Operations } from './operation.ts';
import { passwordRecovery } from './password-recovery.ts';
import { poolDescription } from './pool-description.ts';
import { profile } from './profile.ts';
import { refreshing } from './refreshing.ts';
import { signingIn } from './signing-in.ts';
import { signingOut } from './signing-out.ts';
import { signingUp } from './signing-up.ts';
import { softwareToken } from './software-token.ts';
import { userAdministration } from './user-administration.ts';
import { userListing } from './user-listing.ts';

/** The table of operations, complete by its type. */
export const operations: Operations = {
  ...groups,
  ...passwordRecovery,
  ...poolDescription,
  ...profile,
  ...refreshing,
  ...signingIn,
  ...signingOut,
  ...signingUp,
  ...softwareToken,
  ...userAdministration,
  ...userListing,
};
