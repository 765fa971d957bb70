/**
 * JSON Web Signatures, read strictly: the text, its keys and its algorithms. Knows no claims, no
 * database and no network.
 */
@NullMarked
package dev.portcullis.jose;

import org.jspecify.annotations.NullMarked;
