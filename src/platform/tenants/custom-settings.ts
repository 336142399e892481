import type { Json } from '../../model/index.ts';
import { storable } from '../../store/index.ts';
import { Refusal, type TenantSettings } from '../../tenant/index.ts';

/**
 * Maximum bytes of custom settings. Every request loads the tenant with its settings, so they must be small.
 */
const MAX_CUSTOM = 16 * 1024;

/**
 * Returns custom settings after checking them.
 * @param name the argument or field that holds them
 * @throws {Refusal} INVALID_ARGUMENTS if they are too large or no object; VALIDATION_FAILED if they cannot be stored
 */
export function customSettings(name: string, custom: Json): TenantSettings['custom'] {
  // Only a value of bounded depth can be written as JSON.
  storable({ custom }, 'custom');
  if (
    typeof custom !== 'object' ||
    custom === null ||
    Array.isArray(custom) ||
    Buffer.byteLength(JSON.stringify(custom)) > MAX_CUSTOM
  )
    throw new Refusal(
      'INVALID_ARGUMENTS',
      `The argument "${name}" must be a JSON object of at most ${MAX_CUSTOM} bytes.`,
    );
  return custom as TenantSettings['custom'];
}
