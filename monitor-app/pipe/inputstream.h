// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QIODevice>
#include <QtCore/QSocketNotifier>

namespace Spawn {

// A descriptor, whatever it is, as something to read from without waiting for it: a QFile waits,
// and with it the event loop. Not owned.
class InputStream final : public QIODevice
{
    Q_OBJECT
public:
    explicit InputStream(int fd, QObject *parent = nullptr);

    int error() const { return m_error; } // errno with which reading has ended, or 0

    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_bytes.size() + QIODevice::bytesAvailable(); }

protected:
    qint64 readData(char *data, qint64 maximumSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    void fill();

    const int m_fd;
    QSocketNotifier m_readable;
    QByteArray m_bytes; // a piece that has been read ahead
    bool m_ended = false;
    int m_error = 0;
};

} // namespace Spawn
