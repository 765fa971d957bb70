/**
 * The words of HTTP that every part of the web side speaks: errors, addresses, cookies, proofs of
 * origin.
 */
@NullMarked
package dev.portcullis.web.http;

import org.jspecify.annotations.NullMarked;
