package dev.portcullis;

import java.time.Duration;

/**
 * A device that is trusted from now on.
 *
 * @param id of the device, no secret
 * @param secret what its cookie carries; stored only as a hash
 * @param life how long
 */
public record TrustedDeviceGrant(String id, Confidential secret, Duration life) {}
