// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QWidget>

#include <optional>

class QListView;
class QStandardItemModel;

namespace Spawn {

// The left edge of the window: the applications, then the pages of the current one.
class Rail final : public QWidget
{
    Q_OBJECT
public:
    explicit Rail(QWidget *parent = nullptr);

    void addApplication(const QString &name, qint64 processId, const Mark &mark);
    void setApplication(int place, const QString &name, const Mark &mark);
    void removeApplication(int place);
    void setCurrentApplication(int place);

    void addPage(const QString &title, Glyph glyph);
    void setPageCount(int place, std::optional<int> count);
    void setCurrentPage(int place);

    QSize sizeHint() const override { return {208, 400}; }

Q_SIGNALS:
    void applicationChosen(int place);
    void attachChosen();
    void pageChosen(int place);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showPages();

    QStandardItemModel *m_applicationRows;
    QStandardItemModel *m_pageRows;
    QListView *m_applications;
    QListView *m_pages;
    QString m_current;
};

} // namespace Spawn
