import type { Template } from '../synthesise.ts';

/** Returns the path of a resource of API Gateway, by a reference to it: `/rest/{proxy+}`. */
export function resourcePath(template: Template, reference: unknown): string {
  const resource = template.Resources[(reference as { readonly Ref?: string }).Ref ?? ''];
  if (resource?.Type !== 'AWS::ApiGateway::Resource') return '';
  const { PathPart, ParentId } = resource.Properties;
  return `${resourcePath(template, ParentId)}/${String(PathPart)}`;
}
