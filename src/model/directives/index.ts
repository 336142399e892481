import type { DirectiveName } from '../directive-use.ts';
import type { Directive } from '../directive.ts';
import { audit } from './audit.ts';
import { auth } from './auth.ts';
import { aws_auth } from './aws-auth.ts';
import { aws_cognito_user_pools } from './aws-cognito-user-pools.ts';
import { aws_subscribe } from './aws-subscribe.ts';
import { belongsTo } from './belongs-to.ts';
import { defaultValue } from './default.ts';
import { feature } from './feature.ts';
import { file } from './file.ts';
import { hasMany } from './has-many.ts';
import { hasOne } from './has-one.ts';
import { index } from './index-directive.ts';
import { manyToMany } from './many-to-many.ts';
import { model } from './model.ts';
import { permission } from './permission.ts';
import { primaryKey } from './primary-key.ts';
import { sensitive } from './sensitive.ts';
import { unique } from './unique.ts';
import { validate } from './validate.ts';
import { version } from './version.ts';
import { webhook } from './webhook.ts';

/**
 * The directives, one file each, in the order in which they are applied to the whole schema.
 * Keys come before the indexes, rules and relations that read them. `@belongsTo` comes after `@hasMany`, whose foreign
 * key it shares. `@unique` comes after every directive that adds fields or sets their kinds.
 */
export const directives: { readonly [Name in DirectiveName]: Directive<unknown> } = {
  model,
  primaryKey,
  index,
  auth,
  aws_auth,
  aws_cognito_user_pools,
  aws_subscribe,
  default: defaultValue,
  validate,
  hasMany,
  hasOne,
  belongsTo,
  manyToMany,
  version,
  file,
  unique,
  permission,
  feature,
  audit,
  webhook,
  sensitive,
};
