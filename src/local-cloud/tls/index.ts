export { openCertificate, type Certificate } from './certificate.ts';
export { openOnePort, type OnePort } from './one-port.ts';
