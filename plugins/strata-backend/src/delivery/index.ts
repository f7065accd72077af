export { createDelivery, type DeliveryOptions } from './createDelivery';
export type { DeliveryService } from './DeliveryService';
export { createWaitingRouter } from './waiting/router';
