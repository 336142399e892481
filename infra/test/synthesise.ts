import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openApp } from '../lib/app.ts';

export interface Template {
  readonly Resources: Record<string, Resource>;
}
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}

/** The template of a stage, without bundles: what it says does not depend on their content. */
export function synthesise(stage: string): Template {
  const outdir = mkdtempSync(join(tmpdir(), 'tenantql-infra-'));
  const { app, stack } = openApp({ stage, outdir, rules: false });
  const { template } = app.synth().getStackArtifact(stack.artifactId) as { template: Template };
  return template;
}

/** A template as data that a test may break. */
export function copyOf(template: Template): Template {
  return JSON.parse(JSON.stringify(template)) as Template;
}

export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
