export { createDelivery, type DeliveryOptions } from './createDelivery';
export type { DeliveryService } from './DeliveryService';
