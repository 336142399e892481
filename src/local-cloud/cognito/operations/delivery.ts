/** Returns what a client may see of the address of a code: the first letter on each side of the @. */
export function deliveryTo(email: string) {
  const [name = '', host = ''] = email.split('@');
  return {
    Destination: `${name.charAt(0)}***@${host.charAt(0)}***`,
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  } as const;
}
