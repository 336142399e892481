import { NodeHttpHandler } from '@smithy/node-http-handler';
