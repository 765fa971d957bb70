/** Other issuers whose access tokens are accepted: their keys, and what their claims mean here. */
@NullMarked
package dev.portcullis.issuer;

import org.jspecify.annotations.NullMarked;
