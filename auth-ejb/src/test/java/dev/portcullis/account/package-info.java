/** Tests of accounts. */
@NullMarked
package dev.portcullis.account;

import org.jspecify.annotations.NullMarked;
