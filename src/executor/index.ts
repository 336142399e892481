export { batchOf, type BatchRead, type BatchWatch, type Selected, withBatch } from './batch.ts';
export { createExecutor, type ExecuteRequest, type Executor } from './create-executor.ts';
export { directOf, type Direct, type Permit, type Watch, withDirect } from './direct.ts';
