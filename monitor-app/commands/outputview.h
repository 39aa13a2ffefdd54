// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QPlainTextEdit>

namespace Spawn {

// The end of what a command wrote. A bar at the left edge marks what came on standard error.
class OutputView final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit OutputView(QWidget *parent = nullptr);

    // The end says how it ended; empty while it runs.
    void setOutput(const QStringList &output, const QStringList &errors, const QString &end,
                   const Mark &endMark);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    friend class OutputGutter;
    void paintGutter(QPainter *painter) const;

    QWidget *m_gutter;
    Mark m_endMark;
    QStringList m_lines; // as they were set last
};

} // namespace Spawn
