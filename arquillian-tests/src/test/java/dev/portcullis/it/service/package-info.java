/** An application without a database, deployed by the tests. */
package dev.portcullis.it.service;
