/** Stand-ins for providers of OAuth 2 and OpenID Connect, good and hostile ones. */
@NullMarked
package dev.portcullis.web.provider;

import org.jspecify.annotations.NullMarked;
