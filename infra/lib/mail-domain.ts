/** Returns the domain of an address: `example.com`. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf('@') + 1);
}
