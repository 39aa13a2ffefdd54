// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/spawnersnapshot.h>

#include <QtWidgets/QWidget>

class QPlainTextEdit;

namespace Spawn {

class DetailsHead;
class Facts;

// The evidence for one end of a helper.
class RestartDetails final : public QWidget
{
    Q_OBJECT
public:
    explicit RestartDetails(QWidget *parent = nullptr);

    // `next` is the helper that came after it; 0: none did.
    void setRestart(const RestartSnapshot &restart, qint64 next, qint64 now);

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copy() const;

    DetailsHead *m_head;
    Facts *m_facts;
    QPlainTextEdit *m_words;
};

} // namespace Spawn
