// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timelinetable.h"
#include "window/page.h"

#include <QtCore/QPointer>
#include <QtCore/QSortFilterProxyModel>

class QLabel;
class QStackedWidget;

namespace Spawn {

class PageHead;
class QuietButton;
class RowTable;
class SearchField;
class TimelineView;

// What ran when, what waited, and when there was no helper.
class TimelinePage final : public Page
{
    Q_OBJECT
public:
    explicit TimelinePage(QWidget *parent = nullptr);

    void setApplication(ShownApplication *application) override;
    bool focusFilter() override;
    bool clear() override;
    bool find(const QString &text) override;
    bool toggleTable() override;
    bool open(const Subject &subject) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeBody();
    void makeActions();
    void showNote();
    void showTable();
    void fill(TimelineTable *table) const;
    bool isTable() const;
    void select(quint64 command);
    void selectRow(quint64 command);
    void save();

    QPointer<ShownApplication> m_application;
    PageHead *m_head;
    QuietButton *m_follow;
    QuietButton *m_resetRange;
    SearchField *m_search;
    TimelineView *m_view;
    TimelineTable m_model;
    QSortFilterProxyModel m_sorted;
    RowTable *m_table;
    QLabel *m_empty;
    QStackedWidget *m_stack;
};

} // namespace Spawn
