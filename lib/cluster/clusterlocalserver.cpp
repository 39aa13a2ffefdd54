// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterlocalserver.h"

#include "cluster/clusterlistener.h"

#include <QtCore/QDir>
#include <QtCore/QPointer>
#include <QtNetwork/QLocalSocket>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

class ClusterLocalServer::Private
{
public:
    explicit Private(ClusterLocalServer *server) : q(server) { }

    void update();

    ClusterLocalServer *const q;
    ClusterListener listener{q};
    QString path; // empty: it does not listen by way of the primary
    int pending = 0; // connections that wait for nextPendingConnection()
    int error = 0; // of listen(), errno
};

void ClusterLocalServer::Private::update()
{
    if (!q->hasPendingConnections())
        pending = 0; // somebody took them by other ways
    listener.setReady(pending < q->maxPendingConnections());
}

ClusterLocalServer::ClusterLocalServer(QObject *parent)
    : QLocalServer(parent), d(std::make_unique<Private>(this))
{
    connect(&d->listener, &ClusterListener::arrived, this, [this](int connection) {
        const QPointer<ClusterLocalServer> guard(this);
        incomingConnection(static_cast<quintptr>(connection));
        if (guard)
            d->update();
    });
    connect(&d->listener, &ClusterListener::leaving, this, &ClusterLocalServer::leaving);
}

ClusterLocalServer::~ClusterLocalServer()
{
    close();
}

// What QLocalServer makes of them.
static int permissionsFor(QLocalServer::SocketOptions options)
{
    int permissions = 0;
    if (options & QLocalServer::UserAccessOption)
        permissions |= S_IRWXU;
    if (options & QLocalServer::GroupAccessOption)
        permissions |= S_IRWXG;
    if (options & QLocalServer::OtherAccessOption)
        permissions |= S_IRWXO;
    return permissions;
}

bool ClusterLocalServer::listen(const QString &name)
{
    d->error = 0;
    if (!ClusterListener::isWorker())
        return QLocalServer::listen(name);
    if (isListening()) {
        qWarning("ClusterLocalServer::listen() called when already listening");
        return false;
    }
    ListenRequest request;
    request.address
        = name.startsWith(u'/') ? name : QDir::cleanPath(QDir::tempPath()) + u'/' + name;
    request.port = -1;
    request.addressType = u"-1"_s;
    request.permissions = permissionsFor(socketOptions());
    d->error = name.isEmpty() ? EINVAL : d->listener.listen(request);
    if (d->error != 0)
        return false;
    // The base would remove the primary's file when it closes, so it gets a socket that has no name
    // and is never ready to be read.
    const int other = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (other < 0 || !QLocalServer::listen(static_cast<qintptr>(other))) {
        d->error = other < 0 ? errno : EINVAL;
        d->listener.close();
        return false;
    }
    d->path = request.address;
    return true;
}

void ClusterLocalServer::close()
{
    d->listener.close();
    d->path.clear();
    d->pending = 0;
    QLocalServer::close();
}

QString ClusterLocalServer::serverName() const
{
    return d->path.isEmpty() ? QLocalServer::serverName() : d->path.section(u'/', -1);
}

QString ClusterLocalServer::fullServerName() const
{
    return d->path.isEmpty() ? QLocalServer::fullServerName() : d->path;
}

QString ClusterLocalServer::errorString() const
{
    return d->error == 0 ? QLocalServer::errorString()
                         : QString::fromLocal8Bit(strerrordesc_np(d->error));
}

QAbstractSocket::SocketError ClusterLocalServer::serverError() const
{
    switch (d->error) {
    case 0:
        return QLocalServer::serverError();
    case EADDRINUSE:
        return QAbstractSocket::AddressInUseError;
    case EACCES:
    case EPERM:
        return QAbstractSocket::SocketAccessError;
    case ENOENT:
    case ENOTDIR:
        return QAbstractSocket::HostNotFoundError;
    default:
        return QAbstractSocket::UnknownSocketError;
    }
}

QLocalSocket *ClusterLocalServer::nextPendingConnection()
{
    QLocalSocket *const connection = QLocalServer::nextPendingConnection();
    if (ClusterListener::isWorker()) {
        if (d->pending > 0)
            --d->pending;
        d->update();
    }
    return connection;
}

void ClusterLocalServer::incomingConnection(quintptr descriptor)
{
    ++d->pending;
    QLocalServer::incomingConnection(descriptor); // emits newConnection()
}

} // namespace Spawn
