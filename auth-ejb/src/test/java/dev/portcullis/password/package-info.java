/** Tests of hashing and of the policy. */
@NullMarked
package dev.portcullis.password;

import org.jspecify.annotations.NullMarked;
