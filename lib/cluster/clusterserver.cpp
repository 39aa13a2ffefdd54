// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterserver.h"

#include "cluster/clusterlistener.h"

#include <QtCore/QPointer>
#include <QtNetwork/QTcpSocket>

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

// The base has a copy of the listening socket, so that it knows its address, and does not look at
// it: what arrives is given to it.
class ClusterServer::Private
{
public:
    explicit Private(ClusterServer *server) : q(server) { }

    void arrived(int connection);
    void leave();
    void update();
    QAbstractSocket::SocketError toSocketError() const;

    ClusterServer *const q;
    ClusterListener listener{q};
    int pending = 0; // connections that wait for nextPendingConnection()
    bool paused = false;
    bool leavingWithPending = false;
    int error = 0; // of listen(), errno
};

void ClusterServer::Private::arrived(int connection)
{
    const QPointer<ClusterServer> guard(q);
    q->incomingConnection(connection);
    if (!guard || !q->hasPendingConnections())
        return;
    update();
    QMetaObject::invokeMethod(q, "newConnection", Qt::DirectConnection); // it is private to emit
}

void ClusterServer::Private::update()
{
    if (!q->hasPendingConnections())
        pending = 0; // somebody added them, and took them, by other ways
    listener.setReady(!paused && pending < q->maxPendingConnections());
}

void ClusterServer::Private::leave()
{
    // The base would drop those that still wait. Until they are taken it has another socket in the
    // place of the one that listens, which is the primary's to close.
    if (q->hasPendingConnections()) {
        leavingWithPending = true;
        if (const int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); other >= 0) {
            dup3(other, static_cast<int>(q->socketDescriptor()), O_CLOEXEC);
            ::close(other);
        }
    } else if (q->isListening()) {
        q->QTcpServer::close();
    }
    Q_EMIT q->leaving();
}

QAbstractSocket::SocketError ClusterServer::Private::toSocketError() const
{
    switch (error) {
    case EADDRINUSE:
        return QAbstractSocket::AddressInUseError;
    case EACCES:
    case EPERM:
        return QAbstractSocket::SocketAccessError;
    case EADDRNOTAVAIL:
        return QAbstractSocket::SocketAddressNotAvailableError;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
        return QAbstractSocket::SocketResourceError;
    case ETIMEDOUT:
        return QAbstractSocket::SocketTimeoutError;
    case EAFNOSUPPORT:
        return QAbstractSocket::UnsupportedSocketOperationError;
    default:
        return QAbstractSocket::UnknownSocketError;
    }
}

ClusterServer::ClusterServer(QObject *parent)
    : QTcpServer(parent), d(std::make_unique<Private>(this))
{
    connect(&d->listener, &ClusterListener::arrived, this,
            [this](int connection) { d->arrived(connection); });
    connect(&d->listener, &ClusterListener::leaving, this, [this] { d->leave(); });
    connect(&d->listener, &ClusterListener::outOfDescriptors, this,
            [this] { Q_EMIT acceptError(QAbstractSocket::SocketResourceError); });
}

ClusterServer::~ClusterServer() = default;

static ListenRequest requestFor(const QHostAddress &address, quint16 port)
{
    ListenRequest request;
    request.port = port;
    if (address.protocol() == QAbstractSocket::IPv6Protocol)
        request.addressType = u"6"_s;
    request.onlyIpv6 = address == QHostAddress(QHostAddress::AnyIPv6);
    // As Node names them, whose sockets are then the same.
    if (address.protocol() != QAbstractSocket::AnyIPProtocol)
        request.address = address.toString();
    return request;
}

bool ClusterServer::listen(const QHostAddress &address, quint16 port)
{
    d->error = 0;
    if (!ClusterListener::isWorker())
        return QTcpServer::listen(address, port);
    if (isListening()) {
        qWarning("ClusterServer::listen() called when already listening");
        return false;
    }
    d->error = d->listener.listen(requestFor(address, port));
    if (d->error != 0)
        return false;
    const int copy = fcntl(d->listener.descriptor(), F_DUPFD_CLOEXEC, 3);
    if (copy < 0 || !setSocketDescriptor(copy)) {
        d->error = copy < 0 ? errno : EINVAL;
        ::close(copy);
        d->listener.close();
        return false;
    }
    QTcpServer::pauseAccepting();
    return true;
}

void ClusterServer::close()
{
    d->listener.close();
    QTcpServer::close();
    d->pending = 0;
}

void ClusterServer::pauseAccepting()
{
    if (!ClusterListener::isWorker()) {
        QTcpServer::pauseAccepting();
        return;
    }
    d->paused = true;
    d->update();
}

void ClusterServer::resumeAccepting()
{
    if (!ClusterListener::isWorker()) {
        QTcpServer::resumeAccepting();
        return;
    }
    d->paused = false;
    d->update();
}

QString ClusterServer::errorString() const
{
    return d->error == 0 ? QTcpServer::errorString()
                         : QString::fromLocal8Bit(strerrordesc_np(d->error));
}

QAbstractSocket::SocketError ClusterServer::serverError() const
{
    return d->error == 0 ? QTcpServer::serverError() : d->toSocketError();
}

QTcpSocket *ClusterServer::nextPendingConnection()
{
    QTcpSocket *const connection = QTcpServer::nextPendingConnection();
    if (!ClusterListener::isWorker())
        return connection;
    if (d->pending > 0)
        --d->pending;
    if (d->leavingWithPending && !hasPendingConnections())
        QTcpServer::close();
    else if (isListening())
        QTcpServer::pauseAccepting(); // the base has resumed
    d->update();
    return connection;
}

void ClusterServer::incomingConnection(qintptr descriptor)
{
    ++d->pending;
    QTcpServer::incomingConnection(descriptor);
}

} // namespace Spawn
