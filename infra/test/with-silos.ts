import type { Template } from './synthesise.ts';

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/**
 * Returns the template of a stage with the resources of its silos, as if all were one stack. The logical ids of silos begin
 * with `Silo`. So the claims look at what a silo uses of its stage.
 * @throws {Error} if a silo uses what the stage does not export
 */
export function withSilos(stage: Template, silos: readonly Template[]): Template {
  const outputs = Object.values(stage.Outputs) as readonly Output[];
  const exported = new Map(outputs.map(({ Value, Export }) => [Export?.Name, Value]));
  const resources = silos.flatMap((silo, at) => {
    const ids = Object.keys(silo.Resources);
    const text = ids.reduce(
      (all, id) => all.replaceAll(`"${id}"`, `"Silo${at}${id}"`),
      JSON.stringify(silo.Resources),
    );
    return Object.entries(
      JSON.parse(text, (_key, value: unknown) => {
        const { 'Fn::ImportValue': name } = (value ?? {}) as { 'Fn::ImportValue'?: string };
        if (name === undefined) return value;
        if (!exported.has(name)) throw new Error(`The stage exports no "${name}".`);
        return exported.get(name);
      }) as Template['Resources'],
    );
  });
  return { ...stage, Resources: { ...stage.Resources, ...Object.fromEntries(resources) } };
}
