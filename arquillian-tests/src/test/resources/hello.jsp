<%@page contentType="text/plain;charset=UTF-8" %>caller=<%= request.getRemoteUser() %>
user=<%= request.isUserInRole("user") %>
