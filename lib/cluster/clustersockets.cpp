// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/cluster_p.h"

#include "spawner/loggingcategories.h"

#include <algorithm>
#include <cerrno>

namespace Spawn {

using namespace Qt::StringLiterals;

SharedSocket *ClusterPrivate::findSocket(const QString &key) const
{
    const auto found = std::find_if(m_sockets.begin(), m_sockets.end(),
                                    [&key](const auto &socket) { return socket->key() == key; });
    return found == m_sockets.end() ? nullptr : found->get();
}

void ClusterPrivate::listen(ClusterWorker *worker, const ListenRequest &request, qint64 number)
{
    const QString key = request.key();
    if (worker->isLeaving()) {
        worker->replyToListen(number, key, ECANCELED, {});
        return;
    }
    SharedSocket *socket = findSocket(key);
    if (socket == nullptr) {
        auto made = std::make_unique<SharedSocket>(request, policy, nullptr);
        if (const int error = made->open(); error != 0) {
            worker->replyToListen(number, key, error, {});
            return;
        }
        socket = made.get();
        m_sockets.push_back(std::move(made));
    }
    const QJsonObject sockname = socket->socket().sockname();
    QJsonObject reply{{"data"_L1, socket->sharedValue()}};
    if (!sockname.isEmpty())
        reply.insert("sockname"_L1, sockname);
    if (request.wantsDescriptor)
        reply.insert("shared"_L1, !socket->isHandedOut());
    const bool isSent = request.wantsDescriptor || !socket->isHandedOut();
    worker->replyToListen(number, key, 0, reply, isSent ? socket->socket().descriptor() : -1);
    socket->add(worker); // its first connection comes after the reply
}

void ClusterPrivate::close(ClusterWorker *worker, const QString &key)
{
    SharedSocket *const socket = findSocket(key);
    if (socket == nullptr || !socket->contains(worker))
        return;
    socket->remove(worker);
    if (socket->workerCount() == 0)
        std::erase_if(m_sockets, [socket](const auto &one) { return one.get() == socket; });
}

void ClusterPrivate::takeFromSockets(ClusterWorker *worker)
{
    for (const auto &socket : m_sockets) {
        if (socket->contains(worker))
            socket->remove(worker);
    }
}

// Those of workers that are to come, or have just come, stay open: who connects waits for them.
void ClusterPrivate::closeUnused()
{
    const bool isExpected = !m_due.empty() || reloading
        || std::any_of(workers.begin(), workers.end(), [](const ClusterWorker *worker) {
               return !worker->isLeaving() && worker->listeningCount() == 0;
           });
    if (isExpected)
        m_unused.start();
    else if (!m_unused.isActive())
        std::erase_if(m_sockets, [](const auto &socket) { return socket->workerCount() == 0; });
}

void ClusterPrivate::tellListening(ClusterWorker *worker, const ListenRequest &request)
{
    // With port 0 the worker says which one it has got; an address that is any has none.
    QHostAddress address;
    quint16 port = 0;
    if (request.kind() != ListenRequest::Kind::Local) {
        address = request.address.isEmpty() ? QHostAddress(QHostAddress::Any)
                                            : QHostAddress(request.address);
        port = static_cast<quint16>(qBound(0, request.port, 65535));
    }
    const QPointer<ClusterPrivate> guard(this);
    Q_EMIT q->workerListening(worker->worker(), address, port);
    if (guard)
        successorIsReady();
}

} // namespace Spawn
