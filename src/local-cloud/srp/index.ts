export { beginSrp, srpTimestamp, type SrpClient } from './client.ts';
