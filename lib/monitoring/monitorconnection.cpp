// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorconnection.h"

#include <QtCore/QJsonDocument>

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto HelloTime = 2s;
static constexpr qsizetype LongestRequest = 64 << 10;
static constexpr int MessagesPerSecond = 200;
static constexpr qsizetype FullAt = 16 << 20;
static constexpr qsizetype RoomAt = 1 << 20; // for another piece of the history
static constexpr qsizetype CompactAt = 256 << 10;

MonitorConnection::MonitorConnection(Wire::Descriptor socket, QObject *parent)
    : QObject(parent), m_socket(std::move(socket)),
      m_readable(m_socket.get(), QSocketNotifier::Read),
      m_writable(m_socket.get(), QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &MonitorConnection::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &MonitorConnection::write);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &MonitorConnection::close);
    m_deadline.start(HelloTime);
    m_period.start();
}

void MonitorConnection::close()
{
    if (!m_socket)
        return;
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    m_deadline.stop();
    m_socket.reset();
    Q_EMIT closed();
}

// ---- What it says ------------------------------------------------------------------------------

void MonitorConnection::read()
{
    char buffer[16384];
    const ssize_t size = recv(m_socket.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        close();
        return;
    }
    if (size < 0 || m_refused)
        return;
    m_input.append(buffer, size);
    qsizetype begin = 0;
    for (qsizetype end = 0; m_socket && !m_refused && (end = m_input.indexOf('\n', begin)) >= 0;
         begin = end + 1)
        takeLine(m_input.mid(begin, end - begin));
    m_input.remove(0, begin);
    if (m_input.size() > LongestRequest)
        refuse(u"a line is longer than 64 KiB"_s);
}

void MonitorConnection::takeLine(const QByteArray &line)
{
    if (m_period.elapsed() >= 1000) {
        m_period.start();
        m_messages = 0;
    }
    if (++m_messages > MessagesPerSecond) {
        refuse(u"more than 200 messages in a second"_s);
        return;
    }
    if (line.trimmed().isEmpty())
        return;
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (!document.isObject()) {
        refuse(u"not a JSON object: %1"_s.arg(error.errorString()));
        return;
    }
    const QJsonObject message = document.object();
    if (m_greeted) {
        Q_EMIT received(message);
        return;
    }
    if (message.value("type"_L1) != "hello"_L1) {
        refuse(u"the first message is not a hello"_s);
        return;
    }
    const int protocol = message.value("protocol"_L1).toInt();
    if (protocol != Protocol) {
        refuse(u"protocol %1 is spoken here, not %2"_s.arg(Protocol).arg(protocol));
        return;
    }
    m_greeted = true;
    m_deadline.stop();
    Q_EMIT greeted();
}

// ---- What it is told ---------------------------------------------------------------------------

quint64 MonitorConnection::startAnew()
{
    m_isBehind = false;
    return std::exchange(m_dropped, 0);
}

bool MonitorConnection::hasRoomForHistory() const
{
    return !m_isBehind && m_output.size() - m_written < RoomAt;
}

void MonitorConnection::send(const QJsonObject &message)
{
    sendLine(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
}

void MonitorConnection::sendLine(const QByteArray &line)
{
    if (!m_socket)
        return;
    m_output += line;
    if (m_output.size() - m_written > FullAt)
        m_isBehind = true;
    if (!m_writable.isEnabled())
        write();
}

void MonitorConnection::refuse(const QString &why)
{
    if (m_refused || !m_socket)
        return;
    m_refused = true;
    m_output.truncate(m_written); // nothing of that is worth waiting for
    m_deadline.start(HelloTime);
    send({{"type"_L1, "error"_L1}, {"text"_L1, why}});
}

void MonitorConnection::write()
{
    while (m_socket && m_written < m_output.size()) {
        const ssize_t size
            = ::send(m_socket.get(), m_output.constData() + m_written,
                     static_cast<size_t>(m_output.size() - m_written), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size < 0) {
            if (errno == EINTR)
                continue;
            if (errno != EAGAIN) {
                close();
                return;
            }
            break;
        }
        m_written += size;
    }
    if (!m_socket)
        return;
    const bool all = m_written == m_output.size();
    if (all || m_written > CompactAt) {
        m_output.remove(0, m_written);
        m_written = 0;
        if (all && m_output.capacity() > CompactAt)
            m_output.squeeze();
    }
    m_writable.setEnabled(!all);
    if (all && m_refused)
        close();
    else if (hasRoomForHistory() || all)
        Q_EMIT readOn();
}

} // namespace Spawn
