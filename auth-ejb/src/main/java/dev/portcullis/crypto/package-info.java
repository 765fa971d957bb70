/**
 * The few cryptographic tools that several features share; no feature knows an algorithm's name but
 * through here.
 */
@NullMarked
package dev.portcullis.crypto;

import org.jspecify.annotations.NullMarked;
