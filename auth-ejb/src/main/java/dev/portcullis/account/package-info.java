/** Accounts: who may sign in, under which name, with which roles. */
@NullMarked
package dev.portcullis.account;

import org.jspecify.annotations.NullMarked;
