// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QString>

class QIODevice;

namespace Spawn {

class WorkerPool;
class WorkerPoolDevice;

// Lines from one device through a pool to another: see WorkerPoolDevice::pipe(). Reads no faster
// than the workers work, and lets them work no faster than out takes what they say.
class ASYNCSPAWNER_EXPORT PoolPipe final : public QObject
{
    Q_OBJECT
public:
    ~PoolPipe() override;

    void setOrdered(bool ordered); // at once, before the event loop runs
    // Empty, or why in could not be read to its end or out could not be written. Of other devices
    // than files the pipe sees that they have ended, and not why.
    QString errorString() const { return m_error; }

Q_SIGNALS:
    void progress(qint64 bytesIn, qint64 messagesOut);
    // Once: the last answer has been written, or nothing more can be.
    void finished();

private:
    friend class WorkerPoolDevice;
    PoolPipe(QIODevice *in, WorkerPool *pool, QIODevice *out);

    void wake();
    void pump();
    void readOn();
    void writeOn();
    void endInput(const QString &why = {});
    void fail(const QString &why);
    void finishWhenAllIsWritten();

    const QPointer<QIODevice> m_in;
    const QPointer<QIODevice> m_out;
    WorkerPoolDevice *const m_device; // a child
    QString m_error;
    qint64 m_bytesIn = 0;
    qint64 m_messagesOut = 0;
    bool m_wakePosted = false;
    bool m_inEnded = false;
    bool m_broken = false; // nothing more can be written
    bool m_finished = false;
};

} // namespace Spawn
