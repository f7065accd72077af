export type { AuditLog, PendingAudit } from './AuditLog';
export { createAudit, type AuditOptions } from './createAudit';
