package io.qnsp.kms.escrow.recovery;

import io.qnsp.kms.escrow.deposit.StoredEscrow;
import io.qnsp.kms.escrow.model.Recovery;

/**
 * A request with its escrow, both kept from others until the surrounding transaction
 * ends.
 *
 * @param escrow the escrow
 * @param recovery the request, expired if its time is over
 */
public record LockedRecovery(StoredEscrow escrow, Recovery recovery) {

}
