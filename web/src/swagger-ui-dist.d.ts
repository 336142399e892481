/** The part of Swagger UI that the page uses. The package has no types. */
declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  interface SwaggerRequest {
    url: string;
    headers: Record<string, string>;
  }
  interface SwaggerOptions {
    readonly domNode: HTMLElement;
    readonly spec: object;
    readonly docExpansion: 'none' | 'list' | 'full';
    readonly defaultModelsExpandDepth: number;
    readonly defaultModelRendering: 'example' | 'model';
    readonly displayRequestDuration: boolean;
    readonly filter: boolean;
    readonly tryItOutEnabled: boolean;
    readonly persistAuthorization: boolean;
    readonly validatorUrl: null;
    readonly requestInterceptor: (request: SwaggerRequest) => Promise<SwaggerRequest>;
    readonly responseInterceptor: <Response extends { readonly status: number }>(
      response: Response,
    ) => Response;
  }
  const SwaggerUIBundle: (options: SwaggerOptions) => unknown;
  export = SwaggerUIBundle;
}
