package dev.portcullis.jose;

import java.math.BigInteger;

/**
 * Knows the RSA keys of CVE-2017-15361 (ROCA), whose primes one can find: their modulus is a power
 * of 65537 modulo every small prime. For a sound key that is less likely than 2^-100.
 */
final class RocaFingerprint {

  private static final int GENERATOR = 65537;
  private static final int[] PRIMES = {
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167
  };

  private RocaFingerprint() {}

  static boolean matches(BigInteger modulus) {
    for (int prime : PRIMES) {
      if (!isPowerOfGenerator(modulus.mod(BigInteger.valueOf(prime)).intValue(), prime)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPowerOfGenerator(int residue, int prime) {
    int power = 1;
    do {
      if (power == residue) {
        return true;
      }
      power = power * (GENERATOR % prime) % prime;
    } while (power != 1);
    return false;
  }
}
