import 'swagger-ui-dist/swagger-ui.css';

export { default as SwaggerUIBundle } from 'swagger-ui-dist/swagger-ui-es-bundle.js';
