/** Providers of OAuth 2 and OpenID Connect: attempts to sign in, and what their answers prove. */
@NullMarked
package dev.portcullis.provider;

import org.jspecify.annotations.NullMarked;
