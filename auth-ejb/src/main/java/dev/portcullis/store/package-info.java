/** The ground of all state: the persistence unit, transactions and the schema. */
@NullMarked
package dev.portcullis.store;

import org.jspecify.annotations.NullMarked;
