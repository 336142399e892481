/** The value of an attribute in DynamoDB JSON: one member, which is named after the type. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly L?: readonly AttributeValue[];
  readonly M?: Attributes;
  /** Binary data and sets, which the store does not write. */
  readonly B?: string;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
}
export type Attributes = Readonly<Record<string, AttributeValue>>;
type Plain = Readonly<Record<string, unknown>>;

const PROTO = '__proto__';

/**
 * Turns an item into DynamoDB JSON, as the SDK does. Numbers are doubles, as in GraphQL: those beyond 2^53 are written as they
 * print. Members that are undefined are left out. An object is a map, whatever its fields are called.
 * @throws {Error} for NaN and infinity, which DynamoDB does not have
 */
export function marshal(item: Plain): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(item)) {
    const attribute = valueOf(value);
    if (attribute !== undefined) put(attributes, name, attribute);
  }
  return attributes;
}

/** Turns DynamoDB JSON into an item. A number is read as the nearest double. */
export function unmarshal(item: Attributes): Plain {
  const plain: Record<string, unknown> = {};
  // Each attribute of each row comes here, and a list of entries would cost twice the time.
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) put(plain, name, value.S ?? plainOf(value));
  }
  return plain;
}

function valueOf(value: unknown): AttributeValue | undefined {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      if (!Number.isFinite(value)) throw new Error(`Special numeric value ${value} is not allowed.`);
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      if (!Array.isArray(value)) return { M: marshal(value as Plain) };
      return { L: value.flatMap((one) => valueOf(one) ?? []) };
    case 'undefined':
      return undefined;
    default:
      throw new Error(`A ${typeof value} cannot be stored.`);
  }
}

function plainOf(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.M !== undefined) return unmarshal(value.M);
  if (value.L !== undefined) return value.L.map(plainOf);
  if (value.SS !== undefined) return new Set(value.SS);
  if (value.NS !== undefined) return new Set(value.NS.map(Number));
  if (value.B !== undefined) return bytesOf(value.B);
  if (value.BS !== undefined) return new Set(value.BS.map(bytesOf));
  throw new Error(`An attribute has an unknown type: ${Object.keys(value).join(', ')}.`);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

/** Sets a member of an object, whatever its name is. An assignment to `__proto__` would set the prototype. */
function put<Value>(to: Record<string, Value>, name: string, value: Value): void {
  if (name === PROTO)
    Object.defineProperty(to, name, { value, enumerable: true, configurable: true, writable: true });
  else to[name] = value;
}
