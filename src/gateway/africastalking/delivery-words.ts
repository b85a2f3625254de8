import type { DeliveryStatus } from '../../engine/arrivals.ts';

/** `status` of a delivery report in lower case (docs/africastalking.md section 3.2). Any other word changes nothing. */
export const DELIVERY_STATUSES: ReadonlyMap<string, DeliveryStatus> = new Map([
  ['sent', 'on_its_way'],
  ['submitted', 'on_its_way'],
  ['buffered', 'on_its_way'],
  ['success', 'delivered'],
  ['failed', 'failed'],
  ['rejected', 'failed'],
  ['expired', 'failed'],
  ['absentsubscriber', 'absent'],
]);

/**
 * `failureReason` in lower case, which makes one of UserInBlackList (reports) and UserInBlacklist (sends); the
 * documentation spells NotNetworkSubcriber, and both spellings occur. What is not here becomes `unlisted`.
 */
export const FAILURE_REASONS: ReadonlyMap<string, string> = new Map([
  ['insufficientcredit', 'no_credit'],
  ['invalidlinkid', 'bad_link'],
  ['userisinactive', 'inactive'],
  ['userinblacklist', 'opted_out'],
  ['useraccountsuspended', 'suspended'],
  ['notnetworksubcriber', 'not_on_network'],
  ['notnetworksubscriber', 'not_on_network'],
  ['usernotsubscribedtoproduct', 'not_subscribed'],
  ['userdoesnotexist', 'no_such_number'],
  ['deliveryfailure', 'not_delivered'],
  ['donotdisturbrejection', 'daytime_only'],
]);
