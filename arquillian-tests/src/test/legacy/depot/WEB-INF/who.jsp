<%@ page contentType="text/plain;charset=UTF-8" %>user=<%= request.getRemoteUser() %>
role=<%= request.isUserInRole("user") %>
