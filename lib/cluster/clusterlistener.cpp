// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "cluster/clusterlistener.h"

#include "cluster/clusterclient.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto RestOfAccepting = 100ms;
static constexpr int AcceptedAtOnce = 16; // then the loop has its turn

ClusterListener::ClusterListener(QObject *parent) : QObject(parent)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(RestOfAccepting);
    connect(&m_rest, &QTimer::timeout, this, [this] { setReady(m_isReady); });
    if (ClusterClient *const client = ClusterClient::instance())
        connect(client, &ClusterClient::leaving, this, &ClusterListener::leaving);
}

ClusterListener::~ClusterListener()
{
    close();
}

bool ClusterListener::isWorker()
{
    return ClusterClient::instance() != nullptr;
}

int ClusterListener::listen(ListenRequest request)
{
    request.wantsDescriptor = true;
    ClusterClient::Listening listening = ClusterClient::instance()->listen(&request, this);
    if (listening.error != 0)
        return listening.error;
    m_key = listening.key;
    m_socket = std::move(listening.socket);
    m_isOpen = true;
    if (listening.isShared) {
        m_notifier = std::make_unique<QSocketNotifier>(m_socket.get(), QSocketNotifier::Read);
        connect(m_notifier.get(), &QSocketNotifier::activated, this, &ClusterListener::accept);
        setReady(m_isReady);
    }
    if (const QJsonValue port = listening.sockname["port"_L1]; port.isDouble())
        request.port = port.toInt();
    ClusterClient::instance()->isListening(request);
    return 0;
}

void ClusterListener::close()
{
    if (!std::exchange(m_isOpen, false))
        return;
    ClusterClient *const client = ClusterClient::instance();
    if (const std::optional<Held> held = std::exchange(m_held, std::nullopt); held && client)
        client->answer(held->number, !held->connection);
    if (client != nullptr)
        client->close(this);
    m_notifier.reset();
    m_rest.stop();
    m_socket.reset();
}

// ---- Connections -------------------------------------------------------------------------------

void ClusterListener::setReady(bool ready)
{
    m_isReady = ready;
    if (m_notifier)
        m_notifier->setEnabled(ready && !m_rest.isActive());
    if (!ready || !m_held)
        return;
    Held held = *std::exchange(m_held, std::nullopt);
    if (held.connection)
        take(std::move(held.connection), held.number);
    else
        ClusterClient::instance()->answer(held.number, true);
}

void ClusterListener::take(Wire::Descriptor connection, qint64 number)
{
    if (m_held) { // a primary gives one at a time
        ClusterClient::instance()->answer(number, false);
        return;
    }
    if (!m_isReady) {
        m_held = Held{std::move(connection), number};
        return;
    }
    const QPointer<ClusterListener> guard(this);
    handOut(std::move(connection));
    // The program may have ended the whole thing meanwhile, and it has the connection all the same.
    if (guard && m_isOpen && !m_isReady)
        m_held = Held{{}, number};
    else if (ClusterClient *const client = ClusterClient::instance())
        client->answer(number, true);
}

void ClusterListener::handOut(Wire::Descriptor connection)
{
    fcntl(connection.get(), F_SETFL, fcntl(connection.get(), F_GETFL) | O_NONBLOCK);
    ClusterClient::instance()->track(connection.get());
    Q_EMIT arrived(connection.release());
}

void ClusterListener::accept()
{
    const QPointer<ClusterListener> guard(this);
    for (int i = 0; i < AcceptedAtOnce && guard && m_isOpen && m_isReady; ++i) {
        const int fd = accept4(m_socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd >= 0) {
            handOut(Wire::Descriptor(fd));
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            m_rest.start();
            m_notifier->setEnabled(false); // it would be readable all the time
            Q_EMIT outOfDescriptors();
            return;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return; // another worker was quicker
        }
    }
}

} // namespace Spawn
