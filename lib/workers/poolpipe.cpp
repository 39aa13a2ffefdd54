// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/poolpipe.h"

#include "workers/workerpooldevice.h"

#include <QtCore/QFileDevice>

#include <algorithm>
#include <utility>

namespace Spawn {

static constexpr qint64 PieceSize = 64 << 10;
static constexpr qint64 MaximumUnwritten = 1 << 20;

PoolPipe::PoolPipe(QIODevice *in, WorkerPool *pool, QIODevice *out)
    : QObject(pool), m_in(in), m_out(out), m_device(new WorkerPoolDevice(pool, {}, this))
{
    connect(in, &QIODevice::readyRead, this, &PoolPipe::wake);
    connect(in, &QIODevice::readChannelFinished, this, [this] {
        m_inEnded = true;
        wake();
    });
    connect(in, &QIODevice::aboutToClose, this, [this] {
        m_inEnded = true;
        wake();
    });
    connect(out, &QIODevice::bytesWritten, this, &PoolPipe::wake);
    connect(m_device, &QIODevice::readyRead, this, &PoolPipe::wake);
    connect(m_device, &QIODevice::bytesWritten, this, &PoolPipe::wake);
    connect(m_device, &QIODevice::readChannelFinished, this, &PoolPipe::wake);
    wake();
}

PoolPipe::~PoolPipe() = default;

void PoolPipe::setOrdered(bool ordered)
{
    m_device->setOrdered(ordered);
}

void PoolPipe::wake()
{
    if (!std::exchange(m_wakePosted, true))
        QMetaObject::invokeMethod(this, &PoolPipe::pump, Qt::QueuedConnection);
}

void PoolPipe::pump()
{
    m_wakePosted = false;
    if (m_finished)
        return;
    const qint64 bytes = m_bytesIn;
    const qint64 messages = m_messagesOut;
    readOn();
    writeOn();
    const QPointer<PoolPipe> guard(this);
    if (bytes != m_bytesIn || messages != m_messagesOut)
        Q_EMIT progress(m_bytesIn, m_messagesOut);
    if (guard)
        finishWhenAllIsWritten();
}

// One piece a turn of the loop: a file has always more.
void PoolPipe::readOn()
{
    const qint64 room = std::min(m_device->room(), PieceSize);
    if (room == 0 || m_broken)
        return;
    if (!m_in || !m_in->isOpen()) {
        endInput();
        return;
    }
    QByteArray bytes(room, Qt::Uninitialized);
    const qint64 size = m_in->read(bytes.data(), room);
    if (size > 0) {
        m_bytesIn += size;
        if (m_device->write(bytes.constData(), size) < 0)
            endInput(m_device->errorString());
        wake();
        return;
    }
    // What is sequential says when it has ended; a file has when there is nothing more to read.
    const auto *const file = qobject_cast<QFileDevice *>(m_in);
    if (file != nullptr && file->error() != QFileDevice::NoError)
        endInput(file->errorString());
    else if (size < 0 || m_inEnded || file != nullptr || !m_in->isSequential())
        endInput();
}

// The answers to what has been read still come.
void PoolPipe::endInput(const QString &why)
{
    if (m_error.isEmpty())
        m_error = why;
    m_device->closeWriteChannel();
}

void PoolPipe::writeOn()
{
    if (!m_out || !m_out->isOpen()) {
        fail(tr("The device for the answers has been closed"));
        return;
    }
    while (!m_broken && m_device->bytesAvailable() > 0
           && m_out->bytesToWrite() < MaximumUnwritten) {
        const QByteArray bytes = m_device->read(PieceSize);
        if (m_out->write(bytes) != bytes.size())
            fail(m_out->errorString());
        m_messagesOut += bytes.count('\n');
    }
}

void PoolPipe::fail(const QString &why)
{
    m_broken = true;
    if (m_error.isEmpty())
        m_error = why;
}

void PoolPipe::finishWhenAllIsWritten()
{
    if (!m_broken && !m_device->atEnd())
        return;
    // A file keeps what is written until it is flushed; others write by themselves.
    if (auto *const file = qobject_cast<QFileDevice *>(m_out); file != nullptr && !file->flush())
        fail(file->errorString());
    if (!m_broken && m_out->bytesToWrite() > 0)
        return;
    m_finished = true;
    Q_EMIT finished();
    deleteLater();
}

} // namespace Spawn
